import { defineWidgetConfig } from "@medusajs/admin-sdk";
import { formatTime, formatYuan, languageTag, LoadFailed } from "@mall/admin-kit";
import { Container, Heading, Skeleton, Text } from "@medusajs/ui";
import { useTranslation } from "react-i18next";
import { useOrderTimeline, type OrderEvent } from "../lib/order-timeline";

/** What happened to an order, newest first, in the look of Medusa's own activity list. */
const OrderTimelineWidget = ({ data: order }: { data: { id: string } }) => {
  const { t } = useTranslation("orders");
  const { data, isError, refetch } = useOrderTimeline(order.id);

  if (isError) {
    return (
      <Container className="p-0">
        <LoadFailed message={t("timeline.loadFailed")} retry={t("retry")} onRetry={refetch} />
      </Container>
    );
  }
  return (
    <Container className="p-0">
      <div className="px-6 py-4">
        <Heading level="h2">{t("timeline.title")}</Heading>
      </div>
      <div className="px-6 pb-4">
        {data === undefined && <Skeleton className="h-16 w-full" />}
        {data?.map((event, index) => (
          <Entry key={event.id} event={event} isFirst={index === data.length - 1} />
        ))}
      </div>
    </Container>
  );
};

const Entry = ({ event, isFirst }: { event: OrderEvent; isFirst: boolean }) => {
  const { t, i18n } = useTranslation("orders");
  const language = languageTag(i18n.language);
  const amount = event.details?.amount;
  return (
    <div className="grid grid-cols-[20px_1fr] items-start gap-2">
      <div className="flex size-full flex-col items-center gap-y-0.5">
        <div className="flex size-5 items-center justify-center">
          <div className="bg-ui-bg-base shadow-borders-base flex size-2.5 items-center justify-center rounded-full">
            <div className="bg-ui-tag-neutral-icon size-1.5 rounded-full" />
          </div>
        </div>
        {!isFirst && <div className="bg-ui-border-base w-px flex-1" />}
      </div>
      <div className={isFirst ? "" : "pb-4"}>
        <Text size="small" leading="compact" weight="plus">
          {t(`timeline.events.${event.type}`, { defaultValue: event.type })}
          {amount !== undefined && ` ${formatYuan(amount, language)}`}
        </Text>
        <Text size="small" leading="compact" className="text-ui-fg-subtle">
          {t(`timeline.actors.${event.actor_type}`)} · {formatTime(event.happened_at, language)}
        </Text>
        {event.reason !== null && (
          <Text size="small" className="text-ui-fg-subtle">
            {t("timeline.reason", { reason: event.reason })}
          </Text>
        )}
      </div>
    </div>
  );
};

export const config = defineWidgetConfig({ zone: "order.details.side.after" });

export default OrderTimelineWidget;
