const TIME_ZONE = "Asia/Shanghai";

/** A point in time as the shop's clock shows it. */
export function formatTime(iso: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: TIME_ZONE,
    dateStyle: "medium",
    timeStyle: "short",
  }).format(new Date(iso));
}

/** Yuan as Medusa answers them. */
export function formatYuan(amount: number, language: string): string {
  return new Intl.NumberFormat(language, { style: "currency", currency: "CNY" }).format(amount);
}

/** The language tag for `Intl` of Medusa's language codes ("zhCN"). */
export function languageTag(language: string): string {
  return language === "zhCN" ? "zh-CN" : language;
}
