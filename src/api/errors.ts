import {
  getHttpResponseFromError,
  type MedusaNextFunction,
  type MedusaRequest,
  type MedusaResponse,
} from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";

interface ErrorBody {
  type?: string;
  code?: string;
  message?: string;
}

/** Every error that is thrown is answered as `{ type, code, message }`; a bug tells nothing of itself. */
export function cataloguedErrorHandler(
  error: unknown,
  req: MedusaRequest,
  res: MedusaResponse,
  _next: MedusaNextFunction,
): void {
  const { statusCode, body } = getHttpResponseFromError(error);
  const logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER);
  if (statusCode >= 500) logger.error(`${req.method} ${req.path} failed`, asError(error));
  else logger.info(`${req.method} ${req.path}: ${String(statusCode)} ${String(body.message)}`);
  res.status(statusCode).json(statusCode >= 500 ? unexpected : complete(body));
}

const unexpected = {
  type: "unexpected_error",
  code: "unexpected_error",
  message: "Something went wrong on our side",
};

/** Gives the answers that Medusa's own middlewares write directly (401, missing key) the same shape. */
export function answerUniformly(
  _req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction,
): void {
  const json = res.json.bind(res);
  res.json = (body: unknown) =>
    json(res.statusCode >= 400 && isErrorBody(body) ? complete(body, res.statusCode) : body);
  next();
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === "object" && body !== null && "message" in body;
}

function complete(body: ErrorBody, statusCode?: number): Required<ErrorBody> {
  const type = body.type ?? (statusCode === 401 ? "unauthorized" : "invalid_request_error");
  return { ...body, type, code: body.code ?? type, message: body.message ?? "" };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(JSON.stringify(error));
}
