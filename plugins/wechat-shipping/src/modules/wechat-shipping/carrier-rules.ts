/** A carrier as WeChat's list of delivery companies (运力 id 列表) knows it. */
interface Carrier {
  /** WeChat's `delivery_id`, which `express_company` takes. */
  readonly code: string;
  readonly name: string;
  /** What its tracking pages are under. */
  readonly domain: string;
  /** Only where the number alone is proof; most carriers' numbers are bare digits. */
  readonly trackingNo?: RegExp;
}

/** The carriers that a shop is likely to use. */
export const carriers: readonly Carrier[] = [
  { code: "SF", name: "顺丰速运", domain: "sf-express.com", trackingNo: /^SF\d{10,}$/ },
  { code: "JD", name: "京东快递", domain: "jdl.com", trackingNo: /^JD[0-9A-Z]{10,}$/ },
  { code: "YTO", name: "圆通速递", domain: "yto.net.cn", trackingNo: /^YT\d{10,}$/ },
  { code: "JTSD", name: "极兔速递", domain: "jtexpress.cn", trackingNo: /^JT\d{10,}$/ },
  { code: "DBL", name: "德邦快递", domain: "deppon.com", trackingNo: /^DPK\d{9,}$/ },
  { code: "EMS", name: "EMS", domain: "ems.com.cn", trackingNo: /^E[A-Z]\d{9}CN$/ },
  { code: "ZTO", name: "中通快递", domain: "zto.com" },
  { code: "STO", name: "申通快递", domain: "sto.cn" },
  { code: "YD", name: "韵达速递", domain: "yundaex.com" },
  { code: "YZPY", name: "邮政快递包裹", domain: "chinapost.com.cn" },
];

export const carrierCodes = carriers.map(({ code }) => code);

/** WeChat's code of the carrier that a tracking number, or the page it is tracked on, tells. */
export function carrierOf(trackingNo: string, trackingUrl: string): string | undefined {
  const host = URL.canParse(trackingUrl) ? new URL(trackingUrl).hostname : "";
  return carriers.find(
    (carrier) =>
      carrier.trackingNo?.test(trackingNo.toUpperCase()) === true ||
      host === carrier.domain ||
      host.endsWith(`.${carrier.domain}`),
  )?.code;
}
