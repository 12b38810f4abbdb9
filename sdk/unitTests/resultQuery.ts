/** The most rows of a result that are read. */
export const MAX_ROWS = 10_000;

/**
 * The column of the response. Each of its texts is JSON: the first has the result's columns, and each other one has a
 * row.
 */
export const LINE = "Line";

/**
 * Returns M that turns the table `rows` into one column of texts. It is not documented how the service writes dates,
 * decimals, time zones and errors in cells to Apache Arrow; for texts it is. Nothing here is bound in the scope in
 * which `query` is evaluated.
 */
export const resultM = (query: string): string => `((rows as table) => let
  columns = Table.ColumnNames(rows),
  schema = Table.ToRows(Table.SelectColumns(Table.Schema(rows), {"Name", "TypeName"})),
  write = (format as text) => [Format = format, Culture = "en-US"],
  cell = (attempt as record) as any =>
    if attempt[HasError] then {"error", Text.From(attempt[Error][Message])}
    else let value = attempt[Value] in
      if value = null or value is text or value is logical then value
      else if value is number then
        if Number.IsNaN(value) then {"number", "NaN"}
        else if value = #infinity then {"number", "Infinity"}
        else if value = -#infinity then {"number", "-Infinity"}
        else value
      else if value is date then {"date", Date.ToText(value, write("yyyy-MM-dd"))}
      else if value is time then {"time", Time.ToText(value, write("HH:mm:ss.fffffff"))}
      else if value is datetime then {"datetime", DateTime.ToText(value, write("yyyy-MM-dd'T'HH:mm:ss.fffffff"))}
      else if value is datetimezone then {"datetimezone", DateTimeZone.ToText(value, write("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz"))}
      else if value is duration then {"duration", Duration.Days(value), Duration.Hours(value), Duration.Minutes(value), Duration.Seconds(value)}
      else if value is binary then {"binary", Binary.ToText(value, BinaryEncoding.Base64)}
      else if value is list then {"other", "a list"}
      else if value is record then {"other", "a record"}
      else if value is table then {"other", "a table"}
      else {"other", "a function or a type"},
  json = (value as any) as text => Text.FromBinary(Json.FromValue(value)),
  lines = Table.TransformRows(
    Table.FirstN(rows, ${MAX_ROWS + 1}),
    (row) => json(List.Transform(columns, (name) => cell(try Record.Field(row, name))))
  )
in
  #table(type table [${LINE} = text], List.Transform({json(schema)} & lines, (line) => {line})))(${query})`;
