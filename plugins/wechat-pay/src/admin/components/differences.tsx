import { formatYuan, languageTag } from "@mall/admin-kit";
import { Container, Heading, StatusBadge, Table, Text } from "@medusajs/ui";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import type { Difference } from "../lib/reconciliation";
import { Pages } from "./pages";

const colors: Record<Difference["resolution"], ComponentProps<typeof StatusBadge>["color"]> = {
  repaired: "green",
  queued: "orange",
  none: "grey",
};

/** The rows on which both sides do not agree, and what became of each. */
export const Differences = ({
  differences,
  ...pages
}: { differences: Difference[] } & ComponentProps<typeof Pages>) => {
  const { t } = useTranslation("reconciliation");
  return (
    <Container className="divide-y p-0">
      <div className="px-6 py-4">
        <Heading level="h2">{t("differences.title")}</Heading>
      </div>
      {pages.count === 0 ? (
        <Text size="small" className="text-ui-fg-subtle px-6 py-4">
          {t("differences.none")}
        </Text>
      ) : (
        <>
          <Table>
            <Table.Header>
              <Table.Row>
                {["class", "number", "ours", "theirs", "resolution"].map((column) => (
                  <Table.HeaderCell key={column}>{t(`differences.${column}`)}</Table.HeaderCell>
                ))}
                <Table.HeaderCell />
              </Table.Row>
            </Table.Header>
            <Table.Body>
              {differences.map((difference) => (
                <DifferenceRow key={difference.id} difference={difference} />
              ))}
            </Table.Body>
          </Table>
          <Pages {...pages} />
        </>
      )}
    </Container>
  );
};

const DifferenceRow = ({ difference }: { difference: Difference }) => {
  const { t } = useTranslation("reconciliation");
  return (
    <Table.Row>
      <Table.Cell>
        <div className="flex flex-col py-2">
          <span>{t(`class.${difference.class}`)}</span>
          <span className="text-ui-fg-muted whitespace-nowrap">
            {t(`kind.${difference.kind}`)} · {t(`bill.${difference.bill}`)}
          </span>
        </div>
      </Table.Cell>
      <Table.Cell>
        <span className="break-all">{difference.out_refund_no ?? difference.out_trade_no}</span>
      </Table.Cell>
      <Table.Cell>
        <Side amount={difference.our_amount} state={difference.our_state} />
      </Table.Cell>
      <Table.Cell>
        <Side amount={difference.their_amount} state={difference.their_state} />
      </Table.Cell>
      <Table.Cell>
        <StatusBadge color={colors[difference.resolution]}>
          {t(`resolution.${difference.resolution}`)}
        </StatusBadge>
      </Table.Cell>
      <Table.Cell>
        {difference.order_id !== null && (
          <Link to={`/orders/${difference.order_id}`} className="text-ui-fg-interactive">
            {t("differences.order")}
          </Link>
        )}
      </Table.Cell>
    </Table.Row>
  );
};

const Side = ({ amount, state }: { amount: number | null; state: string | null }) => {
  const { t, i18n } = useTranslation("reconciliation");
  if (amount === null) return <span className="text-ui-fg-muted">—</span>;
  return (
    <span className="whitespace-nowrap">
      {formatYuan(amount, languageTag(i18n.language))}
      {state !== null && ` · ${t(`entryState.${state}`)}`}
    </span>
  );
};
