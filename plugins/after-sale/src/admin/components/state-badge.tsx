import { StatusBadge } from "@medusajs/ui";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import type { State } from "../lib/refund-requests";

const colors: Record<State, ComponentProps<typeof StatusBadge>["color"]> = {
  requested: "orange",
  approved: "blue",
  awaiting_return: "blue",
  returned: "blue",
  refunding: "blue",
  refunded: "green",
  refused: "red",
  withdrawn: "grey",
};

/** Where a request stands. */
export const StateBadge = ({ state }: { state: State }) => {
  const { t } = useTranslation("afterSale");
  return <StatusBadge color={colors[state]}>{t(`state.${state}`)}</StatusBadge>;
};
