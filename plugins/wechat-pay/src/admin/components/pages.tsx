import { Table } from "@medusajs/ui";
import { useTranslation } from "react-i18next";
import { PAGE } from "../lib/reconciliation";

/** The foot of a paged table, in the words of the dashboard. */
export const Pages = ({
  page,
  count,
  onPage,
}: {
  page: number;
  count: number;
  onPage: (page: number) => void;
}) => {
  const { t } = useTranslation();
  const pageCount = Math.max(1, Math.ceil(count / PAGE));
  return (
    <Table.Pagination
      count={count}
      pageSize={PAGE}
      pageIndex={page}
      pageCount={pageCount}
      canPreviousPage={page > 0}
      canNextPage={page + 1 < pageCount}
      previousPage={() => onPage(page - 1)}
      nextPage={() => onPage(page + 1)}
      translations={{
        of: t("general.of"),
        results: t("general.results"),
        pages: t("general.pages"),
        prev: t("general.prev"),
        next: t("general.next"),
      }}
    />
  );
};
