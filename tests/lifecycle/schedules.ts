const bounds = {
  startDateTime: "2030-01-01T00:00:00Z",
  endDateTime: "2031-01-01T00:00:00Z",
  localTimeZoneId: "W. Europe Standard Time",
};

export const cron = { type: "Cron", ...bounds, interval: 60 } as const;
export const daily = { type: "Daily", ...bounds, times: ["06:30", "18:00"] as string[] } as const;
export const weekly = { type: "Weekly", ...bounds, times: ["06:30"], weekdays: ["Monday", "Friday"] } as const;
export const monthly = {
  type: "Monthly",
  ...bounds,
  times: ["06:30"],
  recurrence: 1,
  occurrence: { occurrenceType: "DayOfMonth", dayOfMonth: 1 },
} as const;

export const args = {
  workspaceId: "11111111-1111-4111-8111-111111111111",
  dataflowId: "22222222-2222-4222-8222-222222222222",
};
