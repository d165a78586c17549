import { Table } from "@medusajs/ui";
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
    />
  );
};
