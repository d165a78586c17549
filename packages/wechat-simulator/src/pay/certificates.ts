import { toChinaTime } from "../china-time";
import type { SimulatorContext } from "../context";
import { encryptResource } from "../crypto/aes-gcm";
import type { Answer } from "../http/exchange";
import { newGcmNonce } from "../identifiers";
import { listedCertificates } from "../keys/keyring";
import { payErrors } from "./errors";

/** GET /v3/certificates: every platform certificate still listed, each encrypted for the merchant. */
export function certificatesHandler(context: SimulatorContext): Answer {
  const { keyring, books, clock } = context;
  if (books.state.signing === "public_key") {
    throw payErrors.resourceNotExists("无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥");
  }
  const data = listedCertificates(keyring, clock.now()).map((certificate) => ({
    serial_no: certificate.serial,
    effective_time: toChinaTime(certificate.effectiveAt),
    expire_time: toChinaTime(certificate.expiresAt),
    encrypt_certificate: encryptResource(
      keyring.apiV3Key,
      certificate.pem,
      "certificate",
      newGcmNonce(),
    ),
  }));
  return { status: 200, body: { data } };
}
