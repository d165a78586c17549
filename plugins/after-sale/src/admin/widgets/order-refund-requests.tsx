import { defineWidgetConfig } from "@medusajs/admin-sdk";
import { formatYuan, languageTag, LoadFailed, Row } from "@mall/admin-kit";
import { Container, Heading } from "@medusajs/ui";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { StateBadge } from "../components/state-badge";
import { useRefundRequests } from "../lib/refund-requests";

/** The refund requests of an order, when there are any. */
const OrderRefundRequestsWidget = ({ data: order }: { data: { id: string } }) => {
  const { t, i18n } = useTranslation("afterSale");
  const { data, isError, refetch } = useRefundRequests({ order_id: order.id, limit: 20 });
  if (isError) {
    return (
      <Container className="p-0">
        <LoadFailed message={t("loadFailed")} retry={t("retry")} onRetry={refetch} />
      </Container>
    );
  }
  if (data === undefined || data.count === 0) return null;
  return (
    <Container className="divide-y p-0">
      <div className="px-6 py-4">
        <Heading level="h2">{t("widget.title")}</Heading>
      </div>
      {data.refund_requests.map((request) => (
        <Row
          key={request.id}
          label={`${t(`type.${request.type}`)} ${formatYuan(request.amount, languageTag(i18n.language))}`}
        >
          <span className="flex items-center gap-x-2">
            <StateBadge state={request.state} />
            <Link className="text-ui-fg-interactive" to={`/refund-requests?id=${request.id}`}>
              {t("widget.open")}
            </Link>
          </span>
        </Row>
      ))}
    </Container>
  );
};

export const config = defineWidgetConfig({ zone: "order.details.side.before" });

export default OrderRefundRequestsWidget;
