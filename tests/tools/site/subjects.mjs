// The groups of the reference, in this order. A name belongs to the first pattern that matches.
export const subjects = [
  ["Resources", /^(Dataflow|DataflowRefresh|DataflowSchedule|DataflowDeployment)(Args)?$/],
  [
    "Signing in and settings",
    /^(FabricProvider|whoami|readSettings|createCredential|Environment$|Identity|Abilit|Answer$|AccessToken|Credential|Authentication|NetworkLimits)|Setting/,
  ],
  ["Look-ups", /^(get|Get)|^By|KnownFields|ConnectionOf/],
  ["Schedules", /Schedule|Weekday|^DayOfMonth|^Ordinal|(Cron|Daily|Weekly|Monthly)Configuration/],
  ["Runs", /Run|Job|Owner|Start|ExecutionData|DeploymentRefresh/],
  ["Data tests and queries", /Test|Expectation|ColumnType|Query|Record|Evaluation/],
  ["Definitions and environments", /Definition|Binding|Connection|Replacement|InputMap|Cluster/],
  ["The client", /Client|Options|Error|Retry|Clock|Timing|Progress|Operation/],
  ["Items and workspaces", /./],
];
export const subjectOf = (name) => subjects.find(([, pattern]) => pattern.test(name))[0];
