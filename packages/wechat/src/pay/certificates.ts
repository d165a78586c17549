import { X509Certificate } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../clock";
import { decryptResource } from "../crypto/aead";
import { WechatMalformedError } from "../errors";
import { exchange, type HttpAnswer, type HttpOptions } from "../http/transport";
import type { WechatSettings } from "../settings/wechat-settings";
import { headerReader, judgeAnswer } from "./answer";
import type { MerchantSdk } from "./merchant-sdk";
import { normalizeSerial, readSignatureHeaders } from "./signature-headers";
import { requireFresh, requireSignedBy, unknownSerial } from "./signature-verifier";
import { isValid, type PlatformCertificate, type VerifierKeys } from "./verifier-keys";

const PATH = "/v3/certificates";

const certificateList = z.object({
  data: z.array(
    z.object({
      serial_no: z.string(),
      encrypt_certificate: z.object({
        algorithm: z.literal("AEAD_AES_256_GCM"),
        nonce: z.string(),
        associated_data: z.string().default(""),
        ciphertext: z.string(),
      }),
    }),
  ),
});

/** Downloads the platform certificates of one merchant. */
export class CertificateDownload {
  constructor(
    private readonly settings: WechatSettings,
    private readonly sdk: MerchantSdk,
    private readonly keys: VerifierKeys,
    private readonly clock: Clock,
    private readonly http: HttpOptions,
  ) {}

  /**
   * GET /v3/certificates.
   *
   * The very first list cannot be verified with a certificate that is already known. It is
   * authenticated by the GCM tags of its certificates: only WeChat Pay and the merchant know the
   * APIv3 key. Then the answer's own signature must verify with a key that is known, or with one of
   * the certificates that were decrypted from it; so the list as a whole is WeChat Pay's too.
   */
  async run(): Promise<readonly PlatformCertificate[]> {
    const authorization = this.sdk.authorize("GET", PATH, "");
    // No Wechatpay-Serial: a merchant without the public-key mode would be refused for naming a key.
    const answer = await exchange(
      {
        method: "GET",
        url: this.settings.payBaseUrl + PATH,
        headers: { Accept: "application/json", "User-Agent": "mall", Authorization: authorization },
      },
      this.http,
    );
    let certificates: readonly PlatformCertificate[] | undefined;
    const body = await judgeAnswer(answer, async () => {
      certificates = this.#verify(answer);
    });
    const listed = certificates ?? this.#decrypt(body);
    if (listed.length === 0) {
      throw new WechatMalformedError("WeChat Pay lists no certificate that is valid now");
    }
    return listed;
  }

  /** Returns the certificates when they were needed to verify the answer. */
  #verify(answer: HttpAnswer): readonly PlatformCertificate[] | undefined {
    const now = this.clock.now();
    const headers = readSignatureHeaders(headerReader(answer));
    requireFresh(headers, now);
    const known = this.keys.find(headers.serial, now);
    if (known) {
      requireSignedBy(known, headers, answer.body);
      return undefined;
    }
    // A refusal brings no certificates, so nothing proves that it is WeChat Pay's.
    if (answer.status !== 200) throw unknownSerial(headers.serial);
    const certificates = this.#decrypt(parse(answer.body));
    const signer = certificates.find((each) => each.serial === headers.serial);
    if (!signer) throw unknownSerial(headers.serial);
    requireSignedBy(signer.key, headers, answer.body);
    return certificates;
  }

  #decrypt(body: unknown): readonly PlatformCertificate[] {
    const list = certificateList.safeParse(body);
    if (!list.success) throw malformed(list.error);
    return list.data.data
      .map(({ serial_no, encrypt_certificate: sealed }) => {
        const resource = { ...sealed, associatedData: sealed.associated_data };
        const pem = decryptResource(resource, this.settings.apiV3Key);
        return readCertificate(pem, normalizeSerial(serial_no));
      })
      .filter((certificate) => isValid(certificate, this.clock.now()));
  }
}

function readCertificate(pem: Buffer, listedSerial: string): PlatformCertificate {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch (cause) {
    throw malformed(cause);
  }
  const serial = normalizeSerial(certificate.serialNumber);
  if (serial !== listedSerial) {
    throw new WechatMalformedError(`Certificate ${serial} is listed as ${listedSerial}`);
  }
  return {
    serial,
    key: certificate.publicKey,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (cause) {
    throw malformed(cause);
  }
}

function malformed(cause: unknown): WechatMalformedError {
  return new WechatMalformedError("The list of platform certificates is malformed", { cause });
}
