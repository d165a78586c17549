import { isIP } from "node:net";
import type { RequestHandler } from "express";
import { ControlError } from "./errors";

const hostOf = (address: string): string | undefined =>
  URL.canParse(address) ? new URL(address).hostname.replace(/^\[|\]$/g, "") : undefined;

const isLoopback = (host: string): boolean =>
  host === "localhost" ||
  host.endsWith(".localhost") ||
  host === "::1" ||
  (isIP(host) === 4 && host.startsWith("127."));

/**
 * A page elsewhere can make a browser call this server, under a name of its own that it points here.
 * Such a name has dots and is no address; container names have none.
 */
const isLocalName = (host: string): boolean =>
  isLoopback(host) || isIP(host) !== 0 || !host.includes(".");

/** Lets only local tools and the simulator's own page reach the control routes. */
export const guardControl: RequestHandler = (request, _response, next) => {
  const host = hostOf(`http://${request.get("host") ?? ""}`);
  const origin = request.get("origin");
  const originHost = origin === undefined ? host : hostOf(origin);
  const known = host !== undefined && isLocalName(host);
  const sameSite =
    originHost !== undefined && (originHost === host || isLoopback(originHost)) && known;
  if (sameSite) {
    next();
    return;
  }
  next(
    new ControlError(
      "forbidden",
      "foreign_origin",
      "The control routes answer only to this machine: Host and Origin must be local",
    ),
  );
};
