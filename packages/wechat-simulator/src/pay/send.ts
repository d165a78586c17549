import type { Response } from "express";
import type { SimulatorContext } from "../context";
import type { Faults, Occasion } from "../faults/faults";
import type { Answer, Incoming } from "../http/exchange";
import { signatureHeaders } from "../http/signature-headers";
import { newNonce, newRequestId } from "../identifiers";
import { signerFor } from "./request-headers";

/** Changes one character inside a JSON text so that it still parses; undefined when it cannot. */
export function changeJson(text: string): string | undefined {
  const position = text.search(/[0-9a-z](?="[,}\]])|\d(?=[,}\]])/i);
  if (position === -1) {
    return undefined;
  }
  const changed = text[position] === "1" ? "2" : "1";
  return text.slice(0, position) + changed + text.slice(position + 1);
}

function answerFaults(faults: Faults, occasion: Occasion) {
  const toClient = (fault: { target: string }): boolean => fault.target === "answer";
  return {
    forged: faults.strikes("forge_signature", occasion, toClient) !== undefined,
    stale: faults.strikes("stale_timestamp", occasion, toClient) !== undefined,
    unsigned: faults.strikes("unsigned_answer", occasion) !== undefined,
    tampered: faults.strikes("tampered_answer", occasion) !== undefined,
  };
}

/** A file is not signed, so of the faults only a change of its bytes means anything. */
function sendFile(
  faults: Faults,
  occasion: Occasion,
  { status, file }: Answer & { file: { bytes: Buffer; type: string } },
  response: Response,
): void {
  const bytes = Buffer.from(file.bytes);
  if (faults.strikes("tampered_answer", occasion)) {
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  }
  response.status(status).set({ "Request-ID": newRequestId(), "Content-Type": file.type });
  response.end(bytes);
}

/** Sends an answer signed by WeChat, unless a fault says otherwise. */
export function sendSigned(
  context: SimulatorContext,
  incoming: Incoming,
  answer: Answer,
  response: Response,
): void {
  const { file } = answer;
  if (file) {
    sendFile(context.faults, incoming, { ...answer, file }, response);
    return;
  }
  const text = answer.body === undefined ? "" : JSON.stringify(answer.body);
  const { forged, stale, unsigned, tampered } = answerFaults(context.faults, incoming);
  const signature: Record<string, string> = {
    ...signatureHeaders(signerFor(context, incoming), text, context.clock.now(), {
      stale,
      forgedWith: forged ? context.keyring.merchant : undefined,
    }),
  };
  const sentText = tampered ? (changeJson(text) ?? text) : text;
  if (tampered && sentText === text) {
    signature["Wechatpay-Nonce"] = newNonce();
  }
  response.status(answer.status).set("Request-ID", newRequestId());
  if (!unsigned) {
    response.set(signature);
  }
  if (text === "") {
    response.end();
    return;
  }
  response.set("Content-Type", "application/json; charset=utf-8").end(sentText);
}
