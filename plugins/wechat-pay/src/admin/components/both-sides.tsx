import { formatYuan, languageTag } from "@mall/admin-kit";
import { useTranslation } from "react-i18next";

interface Side {
  count: number;
  total: number;
}

/** Number and sum of both sides; what does not agree stands out. */
export const BothSides = ({ ours, theirs }: { ours: Side; theirs: Side }) => {
  const { i18n } = useTranslation("reconciliation");
  const language = languageTag(i18n.language);
  const agree = ours.count === theirs.count && ours.total === theirs.total;
  const text = ({ count, total }: Side) => `${String(count)} · ${formatYuan(total, language)}`;
  return (
    <span className={agree ? "whitespace-nowrap" : "text-ui-fg-error whitespace-nowrap"}>
      {text(ours)} / {text(theirs)}
    </span>
  );
};
