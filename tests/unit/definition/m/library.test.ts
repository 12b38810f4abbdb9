import { expect } from "chai";
import { correctedModule } from "../../../../sdk/definition/m/library";

describe("an unknown name in a module", () => {
  const corrected: Record<string, string> = {
    "Tabel.FromRows": "Table.FromRows",
    "table.AddColumn": "Table.AddColumn",
    "Tble.AddColumn": "Table.AddColumn",
    "Listt.Max": "List.Max",
    "Texf.From": "Text.From",
    "JoinKnid.Inner": "JoinKind.Inner",
  };
  for (const [name, meant] of Object.entries(corrected))
    it(`${name} is understood as ${meant}`, () => expect(correctedModule(name)).to.equal(meant));

  // Modules of connectors, from public definitions and from Microsoft's documentation.
  const connectors =
    "Access Actian ActiveDirectory AdobeAnalytics AdoDotNet Amazon AnalysisServices AzureStorage AzureDevOpsServer Cds CommonDataService DB2 Databricks " +
    "Dremio Essbase Exasol Exchange Fabric File FhirSql Folder GoogleAnalytics GoogleBigQuery Hdfs HdInsight Hive Impala Informix Kusto Lakehouse " +
    "MySQL OData Odbc OleDb Oracle PostgreSQL PowerBI PowerPlatform Redshift RData Salesforce SapBusinessWarehouse SapHana SharePoint Snowflake " +
    "Soda Spark Sql Sybase Teradata Usage Vertica Warehouse Web WebAction Windows Denodo Smartsheet Stripe Twilio Zendesk Dataverse Cosmos Delta " +
    "DeltaLake MongoDBAtlasODBC Python R Sage Planview Paxata Palantir Tableau Tibco Vena Wrike Zucchetti Eloqua Emigo Linkar LinkedIn Mailchimp";
  it("of a connector is not changed", () => {
    const all = connectors.split(" ").map((module) => correctedModule(`${module}.Contents`));
    expect(all.filter((name) => name !== undefined)).to.deep.equal([]);
  });
});
