import { formatTime, formatYuan, languageTag } from "@mall/admin-kit";
import { Table, Text } from "@medusajs/ui";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router-dom";
import { OrderLink, State } from "./parts";
import type { PaymentException, State as StateName } from "./queries";

interface Props {
  exceptions: PaymentException[];
  state: StateName;
}

/** The queue as a table; a row leads to its exception. */
export const ListTable = ({ exceptions, state }: Props) => {
  const { t } = useTranslation("paymentExceptions");
  return (
    <Table>
      <Table.Header>
        <Table.Row>
          <Table.HeaderCell>{t("column.exception")}</Table.HeaderCell>
          <Table.HeaderCell className="text-right">{t("column.amount")}</Table.HeaderCell>
          <Table.HeaderCell>{t("column.order")}</Table.HeaderCell>
          <Table.HeaderCell>{t("column.since")}</Table.HeaderCell>
          {state === "resolved" && <Table.HeaderCell>{t("column.resolution")}</Table.HeaderCell>}
        </Table.Row>
      </Table.Header>
      <Table.Body>
        {exceptions.map((exception) => (
          <ExceptionRow key={exception.id} exception={exception} state={state} />
        ))}
      </Table.Body>
    </Table>
  );
};

const ExceptionRow = ({ exception, state }: { exception: PaymentException; state: StateName }) => {
  const { t, i18n } = useTranslation("paymentExceptions");
  const navigate = useNavigate();
  const language = languageTag(i18n.language);
  return (
    <Table.Row className="cursor-pointer" onClick={() => void navigate(exception.id)}>
      <Table.Cell className="py-3 pr-6">
        <Link
          to={exception.id}
          className="txt-compact-small-plus text-ui-fg-base"
          onClick={(event) => event.stopPropagation()}
        >
          {t(`kind.${exception.kind}.title`)}
        </Link>
        <Text size="xsmall" className="text-ui-fg-muted max-w-[420px] whitespace-normal">
          {t(`kind.${exception.kind}.means`)}
        </Text>
      </Table.Cell>
      <Table.Cell className="text-right">
        {exception.amount === null ? "—" : formatYuan(exception.amount, language)}
      </Table.Cell>
      <Table.Cell>
        <OrderLink {...exception} />
      </Table.Cell>
      <Table.Cell className="whitespace-nowrap">
        {formatTime(exception.raised_at, language)}
      </Table.Cell>
      {state === "resolved" && (
        <Table.Cell>
          <State resolution={exception.resolution} />
        </Table.Cell>
      )}
    </Table.Row>
  );
};
