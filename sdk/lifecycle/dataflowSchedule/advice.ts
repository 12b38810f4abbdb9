import { isObject } from "../../common/objects";
import type { Inputs } from "../../model/dataflowSchedule";
import type { Unchecked } from "../context";
import { declaredUtcMs } from "../../common/times";

/** The most scheduled refreshes of a dataflow that Fabric starts in a day. */
const MAX_RUNS_A_DAY = 48;
const MINUTES_A_DAY = 1_440;

/** Returns warnings about values that are allowed but may not be intended. `creates`: the schedule is new. */
export function scheduleAdvice(news: Unchecked<Inputs>, creates: boolean, now: number): string[] {
  const schedule = news.schedule;
  if (!isObject(schedule) || news.enabled === false) return [];
  return [
    ...(creates && declaredUtcMs(schedule.startDateTime) <= now
      ? ["schedule.startDateTime: is in the past, so Fabric starts a run as soon as the schedule is created"]
      : []),
    ...(declaredUtcMs(schedule.endDateTime) <= now
      ? ["schedule.endDateTime: is in the past, so the schedule starts no runs"]
      : []),
    ...often(news.jobType, schedule),
    ...skipped(schedule.occurrence),
  ];
}

function often(jobType: unknown, { type, interval, times }: Record<string, unknown>): string[] {
  if (jobType === "Publish") return [];
  const runs =
    type === "Cron" && typeof interval === "number"
      ? Math.floor(MINUTES_A_DAY / interval)
      : Array.isArray(times)
        ? times.length
        : 0;
  if (runs <= MAX_RUNS_A_DAY) return [];
  const place = type === "Cron" ? "schedule.interval" : "schedule.times";
  return [`${place}: has ${runs} runs a day; Fabric starts at most ${MAX_RUNS_A_DAY} scheduled refreshes a day`];
}

function skipped(occurrence: unknown): string[] {
  if (!isObject(occurrence)) return [];
  const day = occurrence.dayOfMonth;
  if (occurrence.occurrenceType === "DayOfMonth" && typeof day === "number" && day > 28)
    return [`schedule.occurrence.dayOfMonth: months without a day ${day} are skipped`];
  if (occurrence.occurrenceType === "OrdinalWeekday" && occurrence.weekIndex === "Fifth")
    return ["schedule.occurrence.weekIndex: months without a fifth such weekday are skipped"];
  return [];
}
