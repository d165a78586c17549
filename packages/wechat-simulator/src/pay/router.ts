import { Router, type Response } from "express";
import type { SimulatorContext } from "../context";
import type { Answer, Incoming } from "../http/exchange";
import { toRequestHandler, type Family, type Handler } from "../http/serve";
import { checkAuthorization } from "./authorization";
import { downloadBillHandler, flowBillHandler, tradeBillHandler } from "./bills";
import { certificatesHandler } from "./certificates";
import { PayError, payErrors } from "./errors";
import { prepayHandler } from "./prepay";
import { abnormalRefundHandler, queryRefundHandler, refundHandler } from "./refunds";
import { checkHeaders, checkSerial } from "./request-headers";
import { sendSigned } from "./send";
import { closeHandler, queryByIdHandler, queryByNumberHandler } from "./transactions";

const toAnswer = (error: PayError): Answer => ({
  status: error.status,
  body: {
    code: error.code,
    message: error.message,
    ...(error.detail && { detail: error.detail }),
  },
});

/** WeChat Pay API v3: signed both ways. */
const payFamily: Family = {
  serverError: (status) => toAnswer(payErrors.system(status)),
  refusal: (error) => {
    if (error instanceof PayError) {
      return toAnswer(error);
    }
    throw error;
  },
  send: sendSigned,
};

const authorized =
  (handler: Handler): Handler =>
  (context: SimulatorContext, incoming: Incoming) => {
    checkHeaders(incoming);
    checkAuthorization(context, incoming);
    checkSerial(context, incoming);
    return handler(context, incoming);
  };

/** Refuses in the shape of this family, from wherever the request failed. */
export const refusePay = (
  context: SimulatorContext,
  incoming: Incoming,
  error: PayError,
  response: Response,
): void => sendSigned(context, incoming, toAnswer(error), response);

/** Everything under `/v3`. */
export function payRouter(context: SimulatorContext): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const serve = (handler: Handler) => toRequestHandler(context, payFamily, authorized(handler));
  router.get("/v3/certificates", serve(certificatesHandler));
  router.post("/v3/pay/transactions/jsapi", serve(prepayHandler));
  router.get("/v3/pay/transactions/out-trade-no/:number", serve(queryByNumberHandler));
  router.get("/v3/pay/transactions/id/:id", serve(queryByIdHandler));
  router.post("/v3/pay/transactions/out-trade-no/:number/close", serve(closeHandler));
  router.post("/v3/refund/domestic/refunds", serve(refundHandler));
  router.get("/v3/refund/domestic/refunds/:number", serve(queryRefundHandler));
  router.post(
    "/v3/refund/domestic/refunds/:id/apply-abnormal-refund",
    serve(abnormalRefundHandler),
  );
  router.get("/v3/bill/tradebill", serve(tradeBillHandler));
  router.get("/v3/bill/fundflowbill", serve(flowBillHandler));
  router.get("/v3/billdownload/file", serve(downloadBillHandler));
  const unknown: Handler = () => {
    throw payErrors.resourceNotExists("请求的接口不存在");
  };
  router.all("/v3/*", toRequestHandler(context, payFamily, unknown));
  return router;
}
