import { Copyable, formatTime, formatYuan, languageTag, Row } from "@mall/admin-kit";
import { Container, Heading, Text } from "@medusajs/ui";
import { useTranslation } from "react-i18next";
import type { EvidenceRow } from "./queries";

/** Only bundle what is in them: `amount.total` is an amount without saying so. */
const silentGroups = new Set(["amount", "payer"]);
/** Lists of names of other rows. */
const namesOfRows = new Set(["differs", "disagreements", "fields"]);

/** What was seen, as labelled rows; what has no label keeps its key. */
export const Evidence = ({ rows }: { rows: EvidenceRow[] }) => {
  const { t } = useTranslation("paymentExceptions");
  const label = useLabel();
  // The database keeps keys in an order of its own; the labels stand in the order that people read.
  const labels = Object.keys(t("evidence", { returnObjects: true }));
  const place = ({ key }: EvidenceRow) => labels.indexOf(nameOf(key)) + 1 || Infinity;
  return (
    <Container className="divide-y p-0">
      <div className="px-6 py-4">
        <Heading level="h2">{t("evidenceTitle")}</Heading>
        <Text size="small" className="text-ui-fg-subtle">
          {rows.length === 0 ? t("noEvidence") : t("evidenceHint")}
        </Text>
      </div>
      {[...rows]
        .sort((one, other) => compare(place(one), place(other)))
        .map((row) => (
          <Row key={row.key} label={label(row.key)}>
            <Value row={row} />
          </Row>
        ))}
    </Container>
  );
};

const Value = ({ row: { key, value, format } }: { row: EvidenceRow }) => {
  const { t, i18n } = useTranslation("paymentExceptions");
  const label = useLabel();
  const language = languageTag(i18n.language);
  const name = nameOf(key);
  if (value === null) return "—";
  if (format === "yuan") return formatYuan(Number(value), language);
  if (format === "time") return formatTime(value, language);
  if (value === "true" || value === "false") return t(value === "true" ? "yes" : "no");
  if (namesOfRows.has(name)) return value.split(", ").map(label).join(t("comma"));
  if (/(_id|_no|openid)$/.test(name)) return <Copyable value={value} />;
  const path = `value.${value}`;
  const isWord = /^\w+$/.test(value) && i18n.exists(path, { ns: "paymentExceptions" });
  return <span className="break-all">{isWord ? t(path) : value}</span>;
};

/** `wechat.amount.total` → "WeChat · Order amount". */
function useLabel() {
  const { t, i18n } = useTranslation("paymentExceptions");
  return (key: string): string => {
    const names = key.split(".").map(snakeCase);
    return names
      .filter((name, index) => index === names.length - 1 || !silentGroups.has(name))
      .map((name) => {
        const path = `evidence.${name}`;
        return i18n.exists(path, { ns: "paymentExceptions" }) ? t(path) : name;
      })
      .join(" · ");
  };
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** The last part of a key, which says what it is. */
function nameOf(key: string): string {
  return snakeCase(key.split(".").at(-1) ?? key);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
