import { Badge, Button, Container, StatusBadge, Text } from "@medusajs/ui";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import type { PaymentException } from "./queries";

type Color = ComponentProps<typeof StatusBadge>["color"];

const colors: Record<NonNullable<PaymentException["resolution"]>, Color> = {
  refunded: "blue",
  accepted: "green",
  settled: "grey",
};

/** Whether it waits for somebody, or how it ended. */
export const State = ({ resolution }: Pick<PaymentException, "resolution">) => {
  const { t } = useTranslation("paymentExceptions");
  if (resolution === null) return <StatusBadge color="orange">{t("state.open")}</StatusBadge>;
  return <StatusBadge color={colors[resolution]}>{t(`resolution.${resolution}`)}</StatusBadge>;
};

type Order = Pick<PaymentException, "order_id" | "order_display_id">;

/** The order by the number that people know. */
export const OrderLink = ({ order_id, order_display_id }: Order) =>
  order_id === null ? (
    <span className="text-ui-fg-muted">—</span>
  ) : (
    <Link
      to={`/orders/${order_id}`}
      className="text-ui-fg-interactive hover:text-ui-fg-interactive-hover"
      onClick={(event) => event.stopPropagation()}
    >
      {order_display_id === null ? order_id : `#${String(order_display_id)}`}
    </Link>
  );

/** How many, beside a word. */
export const Count = ({ count }: { count: number }) => (
  <Badge size="2xsmall" rounded="full" className="ml-2">
    {count}
  </Badge>
);

interface Failure {
  text: string;
  retry: () => void;
}

/** Says that something did not load, and lets it be tried again. */
export const Failed = ({ text, retry }: Failure) => {
  const { t } = useTranslation("paymentExceptions");
  return (
    <Container className="flex items-center justify-between">
      <Text size="small">{text}</Text>
      <Button size="small" variant="secondary" onClick={retry}>
        {t("reload")}
      </Button>
    </Container>
  );
};
