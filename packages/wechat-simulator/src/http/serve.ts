import { setTimeout as sleep } from "node:timers/promises";
import type { Request, RequestHandler, Response } from "express";
import type { SimulatorContext } from "../context";
import { toIncoming, type Answer, type Incoming } from "./exchange";

/** What the two API families do differently around the same course of a request. */
export interface Family {
  /** The answer of the server_error fault. */
  serverError(status: number): Answer;
  /** The answer to what the handler threw; throws on what is no refusal but a defect. */
  refusal(error: unknown): Answer;
  send(context: SimulatorContext, incoming: Incoming, answer: Answer, response: Response): void;
}

export type Handler = (context: SimulatorContext, incoming: Incoming) => Answer;

const hasEffect = (answer: Answer): boolean => answer.status < 300;

async function serve(
  context: SimulatorContext,
  family: Family,
  handler: Handler,
  incoming: Incoming,
  response: Response,
): Promise<string> {
  const { faults } = context;
  const failure = faults.strikes("server_error", incoming);
  if (failure) {
    family.send(context, incoming, family.serverError(failure.status), response);
    return failure.status.toString();
  }
  let answer: Answer;
  try {
    answer = handler(context, incoming);
  } catch (error) {
    answer = family.refusal(error);
  }
  if (hasEffect(answer) && faults.strikes("cut_off_after_effect", incoming)) {
    response.socket?.destroy();
    return "cut_off";
  }
  const slow = faults.strikes("slow_answer", incoming);
  if (slow) {
    await sleep(slow.ms);
  }
  family.send(context, incoming, answer, response);
  return answer.status.toString();
}

/** Makes an express handler that counts, injects the faults of answers, and sends. */
export const toRequestHandler =
  (context: SimulatorContext, family: Family, handler: Handler): RequestHandler =>
  (request: Request, response: Response, next) => {
    const route = `${request.method} ${(request.route as { path: string }).path}`;
    serve(context, family, handler, toIncoming(request), response).then(
      (outcome) => context.counters.add(route, outcome),
      next,
    );
  };
