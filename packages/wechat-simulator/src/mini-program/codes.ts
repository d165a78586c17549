import type { Clock } from "../clock";
import { newCode } from "../identifiers";

const CODE_LIFE_MS = 5 * 60 * 1000;
/** A used code is told apart from an unknown one for a while longer. */
const REMEMBERED_MS = 60 * 60 * 1000;
const FORGET_EVERY = 1000;

/** What a code stands for. The two kinds are as different as at WeChat. */
export type CodeMeaning =
  | { kind: "login"; openid: string; blocked: boolean }
  | { kind: "phone"; openid: string; phone: string };

interface IssuedCode {
  meaning: CodeMeaning;
  issuedAt: number;
  used: boolean;
}

export type RedeemedCode<K extends CodeMeaning["kind"]> =
  | { meaning: Extract<CodeMeaning, { kind: K }> }
  | { refused: "unknown" | "used" | "blocked" };

/** The single-use codes that a phone would have got; in memory, since they live five minutes. */
export class Codes {
  private readonly codes = new Map<string, IssuedCode>();
  private issued = 0;

  constructor(private readonly clock: Clock) {}

  issue(meaning: CodeMeaning): string {
    this.issued += 1;
    if (this.issued % FORGET_EVERY === 0) {
      this.forgetOld();
    }
    const code = newCode();
    this.codes.set(code, { meaning, issuedAt: this.clock.now().getTime(), used: false });
    return code;
  }

  /** Uses a code up. A code of the other kind or past its five minutes is unknown. */
  redeem<K extends CodeMeaning["kind"]>(kind: K, code: string): RedeemedCode<K> {
    const issued = this.codes.get(code);
    if (issued?.meaning.kind !== kind) {
      return { refused: "unknown" };
    }
    if (issued.used) {
      return { refused: "used" };
    }
    if (this.clock.now().getTime() - issued.issuedAt >= CODE_LIFE_MS) {
      return { refused: "unknown" };
    }
    if (issued.meaning.kind === "login" && issued.meaning.blocked) {
      return { refused: "blocked" };
    }
    issued.used = true;
    return { meaning: issued.meaning as Extract<CodeMeaning, { kind: K }> };
  }

  private forgetOld(): void {
    const oldest = this.clock.now().getTime() - REMEMBERED_MS;
    for (const [code, { issuedAt }] of this.codes) {
      if (issuedAt < oldest) {
        this.codes.delete(code);
      }
    }
  }
}
