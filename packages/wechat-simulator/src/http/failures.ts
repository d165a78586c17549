import type { ErrorRequestHandler, Request, Response } from "express";
import type { SimulatorContext } from "../context";
import { ControlError } from "../control/errors";
import { miniProgramErrors } from "../mini-program/errors";
import { refuseMiniProgram } from "../mini-program/router";
import { PayError, payErrors } from "../pay/errors";
import { refusePay } from "../pay/router";
import { toIncoming } from "./exchange";

/** What express and its body reader throw about a request carries the status to answer. */
function statusOf(error: unknown): number {
  const status = (error as { status?: unknown } | undefined)?.status;
  return typeof status === "number" && status >= 400 && status < 500 ? status : 500;
}

function toPayError(error: unknown, status: number): PayError {
  switch (status) {
    case 413:
      return payErrors.bodyTooLarge();
    case 415:
      return payErrors.bodyEncoded();
    case 500:
      return payErrors.system();
    default:
      return payErrors.param(error instanceof Error ? error.message : "请求不合法");
  }
}

function failControl(error: unknown, status: number, response: Response): void {
  if (error instanceof ControlError) {
    response.status(error.status).json(error);
    return;
  }
  const message = status === 500 ? "The simulator failed; see its output" : String(error);
  const type = status === 500 ? "unexpected_state" : "invalid_data";
  response.status(status).json({ type, code: `wechat_simulator.${type}`, message });
}

function answer(
  context: SimulatorContext,
  request: Request,
  response: Response,
  error: unknown,
): void {
  const status = statusOf(error);
  const incoming = toIncoming(request);
  if (incoming.path.startsWith("/v3/")) {
    refusePay(context, incoming, toPayError(error, status), response);
  } else if (/^\/(sns|cgi-bin|wxa)\//.test(incoming.path)) {
    const refusal =
      status === 500 ? miniProgramErrors.systemError() : miniProgramErrors.invalidJson();
    refuseMiniProgram(context, incoming, refusal, status, response);
  } else {
    failControl(error, status, response);
  }
}

/** The last handler: answers in the shape of the family that was asked, and prints defects. */
export const failureHandler =
  (context: SimulatorContext): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (!(error instanceof ControlError) && statusOf(error) === 500) {
      console.error(error);
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    answer(context, request, response, error);
  };
