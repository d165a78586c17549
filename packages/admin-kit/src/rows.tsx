import { Copy, Text } from "@medusajs/ui";
import type { ReactNode } from "react";

/*
 * Tailwind makes styles for the classes that it finds in the dashboard and in the plugins' pages,
 * and does not look in here: only classes that the dashboard itself uses.
 */

/** A label and what it stands for, as in the sections of the admin's detail pages. */
export const Row = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="text-ui-fg-subtle flex items-center justify-between gap-x-4 px-6 py-3">
    <Text size="small" leading="compact" weight="plus" className="whitespace-nowrap">
      {label}
    </Text>
    <div className="txt-small flex justify-end text-right">{children}</div>
  </div>
);

/** A number that people take elsewhere, with a button that copies it. */
export const Copyable = ({ value }: { value: string }) => (
  <span className="flex items-center gap-x-1">
    <span className="break-all">{value}</span>
    <Copy content={value} className="text-ui-fg-muted" />
  </span>
);
