import type { SimulatorContext } from "../context";
import type { Incoming } from "../http/exchange";
import type { Signer } from "../keys/keyring";
import { payErrors } from "./errors";

/** "请求必须带 Accept 与 User-Agent"; a body must be JSON. */
export function checkHeaders(incoming: Incoming): void {
  const accept = incoming.header("accept");
  if (!accept || !incoming.header("user-agent")) {
    throw payErrors.param("Http头缺少Accept或User-Agent");
  }
  if (!/application\/json|\*\/\*|application\/\*/.test(accept)) {
    throw payErrors.param("Http头Accept必须包含application/json");
  }
  const contentType = incoming.header("content-type") ?? "";
  if (incoming.body.length > 0 && !/^application\/json\s*(;|$)/i.test(contentType)) {
    throw payErrors.param("Http头Content-Type必须为application/json");
  }
}

/**
 * Refuses a request that names, in `Wechatpay-Serial`, a key that the merchant's signing mode does
 * not have.
 *
 * @throws PayError
 */
export function checkSerial(context: SimulatorContext, incoming: Incoming): void {
  const serial = incoming.header("wechatpay-serial");
  if (serial !== undefined && !context.signingKeys.named(serial)) {
    throw payErrors.param(
      "Http头Wechatpay-Serial错误，请使用有效的平台证书序列号或微信支付公钥ID",
      { field: "Wechatpay-Serial", location: "header", value: serial },
    );
  }
}

/** The key a request names, if there is such; else WeChat's own choice. */
export const signerFor = (context: SimulatorContext, incoming: Incoming): Signer =>
  context.signingKeys.named(incoming.header("wechatpay-serial") ?? "") ??
  context.signingKeys.next();
