import { randomBytes } from "node:crypto";
import type { RequestHandler } from "express";
import { markup } from "./markup";
import { script } from "./script";
import { style } from "./style";

/** The page for people: books, pending payments, faults. Nothing on it comes from elsewhere. */
export const pageHandler: RequestHandler = (_request, response) => {
  const nonce = randomBytes(16).toString("base64");
  response.set({
    "Content-Security-Policy":
      `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; ` +
      "img-src data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
  });
  response.type("html").send(markup({ nonce, style, script }));
};
