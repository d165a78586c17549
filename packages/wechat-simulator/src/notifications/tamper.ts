import { newNonce, newOpenid } from "../identifiers";

/** Ways in which a notification can be wrong; `new_id` is right but not the one sent before. */
export const tamperings = [
  "forge_signature",
  "stale_timestamp",
  "wrong_amount",
  "wrong_mchid",
  "wrong_appid",
  "foreign_openid",
  "signtest",
  "bad_gcm_tag",
  "new_id",
] as const;
export type Tampering = (typeof tamperings)[number];

/** How a letter differs from the honest one. */
export interface LetterChanges {
  tamperings: readonly Tampering[];
  /** Fen, for `wrong_amount`; absent: one fen more than the truth. */
  wrongAmount?: number;
  /** Fields of the plaintext put in place of the true ones. */
  overrides?: Record<string, unknown>;
}

export const noChanges: LetterChanges = { tamperings: [] };

export const isHonest = (changes: LetterChanges): boolean =>
  changes.tamperings.length === 0 && changes.overrides === undefined;

const plaintextTamperings: readonly Tampering[] = [
  "wrong_amount",
  "wrong_mchid",
  "wrong_appid",
  "foreign_openid",
];

export const changesPlaintext = (changes: LetterChanges): boolean =>
  changes.overrides !== undefined ||
  changes.tamperings.some((tampering) => plaintextTamperings.includes(tampering));

/** What is encrypted: a transaction, or a refund, whose amount is then `refund`. */
export type Plain = Record<string, unknown> & { amount: { total: number; refund?: number } };

function lieAboutAmount({ amount }: Plain, wrong: number | undefined) {
  if (amount.refund !== undefined) {
    const refund = wrong ?? amount.refund + 1;
    return { ...amount, refund, payer_refund: refund };
  }
  const total = wrong ?? amount.total + 1;
  return { ...amount, total, payer_total: total };
}

function tamperOne(plain: Plain, tampering: Tampering, wrongAmount: number | undefined): Plain {
  switch (tampering) {
    case "wrong_amount":
      return { ...plain, amount: lieAboutAmount(plain, wrongAmount) };
    case "wrong_mchid":
      return { ...plain, mchid: "1900000000" };
    case "wrong_appid":
      return { ...plain, appid: `wx${newNonce().slice(0, 16)}` };
    case "foreign_openid":
      return { ...plain, payer: { openid: newOpenid() } };
    default:
      return plain;
  }
}

/** What the encrypted part is made to say; it is encrypted and signed rightly afterwards. */
export function changePlaintext(plain: Plain, changes: LetterChanges): Record<string, unknown> {
  const tampered = changes.tamperings.reduce<Plain>(
    (soFar, tampering) => tamperOne(soFar, tampering, changes.wrongAmount),
    plain,
  );
  return { ...tampered, ...changes.overrides };
}

/** Flips one bit of the last byte, which belongs to the GCM tag. */
export function breakTag(ciphertext: string): string {
  const bytes = Buffer.from(ciphertext, "base64");
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  return bytes.toString("base64");
}
