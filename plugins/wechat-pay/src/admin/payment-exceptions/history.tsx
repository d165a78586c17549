import { formatTime, languageTag } from "@mall/admin-kit";
import { Container, Heading, Text } from "@medusajs/ui";
import { useTranslation } from "react-i18next";
import type { HistoryEntry } from "./queries";

/** Who did what, and when. */
export const History = ({ entries }: { entries: HistoryEntry[] }) => {
  const { t, i18n } = useTranslation("paymentExceptions");
  return (
    <Container className="divide-y p-0">
      <Heading level="h2" className="px-6 py-4">
        {t("historyTitle")}
      </Heading>
      {entries.map(({ id, action, actor, note, happened_at }) => (
        <div key={id} className="flex flex-col gap-y-1 px-6 py-3">
          <div className="flex items-center justify-between gap-x-4">
            <Text size="small" leading="compact" weight="plus">
              {t(`history.${action}`)}
            </Text>
            <Text size="small" leading="compact" className="text-ui-fg-muted whitespace-nowrap">
              {formatTime(happened_at, languageTag(i18n.language))}
            </Text>
          </div>
          <Text size="small" leading="compact" className="text-ui-fg-subtle break-all">
            {actor === null ? t("system") : (actor.name ?? actor.email ?? actor.id)}
          </Text>
          {note !== null && (
            <Text size="small" className="bg-ui-bg-subtle mt-1 whitespace-pre-wrap rounded-md p-2">
              {note}
            </Text>
          )}
        </div>
      ))}
    </Container>
  );
};
