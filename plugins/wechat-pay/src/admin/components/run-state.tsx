import { StatusBadge } from "@medusajs/ui";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import type { Run } from "../lib/reconciliation";

const colors: Record<Run["state"], ComponentProps<typeof StatusBadge>["color"]> = {
  running: "blue",
  matched: "green",
  differences: "orange",
  failed: "red",
};

/** How a run stands. */
export const RunState = ({ state }: { state: Run["state"] }) => {
  const { t } = useTranslation("reconciliation");
  return <StatusBadge color={colors[state]}>{t(`state.${state}`)}</StatusBadge>;
};
