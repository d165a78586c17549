import { formatTime, formatYuan, languageTag, LoadFailed, Row } from "@mall/admin-kit";
import { Drawer, Heading, Skeleton, Text } from "@medusajs/ui";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { customerOf, useRefundRequest, type RefundRequestDetail } from "../lib/refund-requests";
import { DecisionForm } from "./decision-form";
import { StateBadge } from "./state-badge";

/** Everything about one request, and what the merchant can do with it. */
export const RequestDrawer = ({ id, close }: { id: string; close: () => void }) => {
  const { t } = useTranslation("afterSale");
  const { data, isError, refetch } = useRefundRequest(id);
  return (
    <Drawer open onOpenChange={(isOpen) => !isOpen && close()}>
      <Drawer.Content>
        <Drawer.Header>
          <Drawer.Title>{t("detail.title")}</Drawer.Title>
        </Drawer.Header>
        <Drawer.Body className="divide-y overflow-y-auto p-0">
          {isError && <LoadFailed message={t("loadFailed")} retry={t("retry")} onRetry={refetch} />}
          {data === undefined && !isError && <Skeleton className="h-20 w-full" />}
          {data !== undefined && (
            <>
              <Facts request={data} />
              <DecisionForm key={data.state} request={data} />
              <Timeline request={data} />
            </>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer>
  );
};

const Facts = ({ request }: { request: RefundRequestDetail }) => {
  const { t, i18n } = useTranslation("afterSale");
  const language = languageTag(i18n.language);
  const { approved_amount, return_shipment, order } = request;
  return (
    <>
      <Row label={t("column.state")}>
        <StateBadge state={request.state} />
      </Row>
      <Row label={t("column.order")}>
        <Link className="text-ui-fg-interactive" to={`/orders/${request.order_id}`}>
          #{order?.display_id ?? request.order_id}
        </Link>
      </Row>
      <Row label={t("column.customer")}>{customerOf(request)}</Row>
      <Row label={t("column.type")}>{t(`type.${request.type}`)}</Row>
      <Row label={t("column.amount")}>{formatYuan(request.amount, language)}</Row>
      {approved_amount !== null && (
        <Row label={t("detail.approvedAmount")}>{formatYuan(approved_amount, language)}</Row>
      )}
      <Row label={t("detail.reason")}>{t(`reason.${request.reason}`)}</Row>
      {request.note && <Row label={t("detail.note")}>{request.note}</Row>}
      {request.items.map(({ item_id, quantity }) => (
        <Row key={item_id} label={t("detail.items")}>
          {order?.items.find((item) => item.id === item_id)?.title ?? item_id} × {quantity}
        </Row>
      ))}
      {request.images.length > 0 && (
        <Row label={t("detail.images")}>
          <div className="flex flex-wrap justify-end gap-2">
            {request.images.map((url, index) => (
              <a key={url} href={url} target="_blank" rel="noreferrer">
                <img
                  src={url}
                  alt={t("detail.image", { number: index + 1 })}
                  referrerPolicy="no-referrer"
                  className="bg-ui-bg-component size-10 rounded object-cover"
                />
              </a>
            ))}
          </div>
        </Row>
      )}
      {return_shipment !== null && (
        <Row label={t("detail.returnShipment")}>
          {return_shipment.carrier} {return_shipment.tracking_number}
        </Row>
      )}
      {request.refuse_reason && <Row label={t("detail.refuseReason")}>{request.refuse_reason}</Row>}
      {request.cancels_order && (
        <Text size="small" className="text-ui-fg-subtle px-6 py-3">
          {t("detail.cancelsOrder")}
        </Text>
      )}
      {request.last_error && request.state !== "refunded" && (
        <Row label={t("detail.lastError")}>{request.last_error}</Row>
      )}
    </>
  );
};

const Timeline = ({ request }: { request: RefundRequestDetail }) => {
  const { t, i18n } = useTranslation("afterSale");
  return (
    <div className="flex flex-col gap-y-3 px-6 py-4">
      <Heading level="h3">{t("detail.timeline")}</Heading>
      {request.events.map((event, index) => (
        <div key={index} className="flex items-center justify-between gap-x-4">
          <Text size="small" leading="compact">
            {t(`actor.${event.actor_type}`)} · {t(`state.${event.to}`)}
            {event.reason && ` · ${event.reason}`}
          </Text>
          <Text size="small" leading="compact" className="text-ui-fg-subtle whitespace-nowrap">
            {formatTime(event.at, languageTag(i18n.language))}
          </Text>
        </div>
      ))}
    </div>
  );
};
