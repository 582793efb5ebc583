namespace Ticketing.Load.Stack;

/// <summary>CPU seconds by process.</summary>
/// <param name="App">All applications.</param>
/// <param name="Postgres">All its processes.</param>
/// <param name="Others">All other processes. Large values invalidate the figures.</param>
internal readonly record struct CpuSeconds(double App, double Postgres, double Redis, double Load, double Others)
{
    /// <summary>Without the driver.</summary>
    public double Servers => App + Postgres + Redis;

    public double Ours => Servers + Load;

    public static CpuSeconds operator -(CpuSeconds after, CpuSeconds before) => new(
        after.App - before.App, after.Postgres - before.Postgres, after.Redis - before.Redis, after.Load - before.Load, after.Others - before.Others);

    /// <summary>Busy cores over a number of seconds.</summary>
    public static CpuSeconds operator /(CpuSeconds used, double seconds) => new(
        used.App / seconds, used.Postgres / seconds, used.Redis / seconds, used.Load / seconds, used.Others / seconds);

    /// <summary>CPU time per booking or transaction, microseconds; a count of 0 is taken as 1.</summary>
    public static double MicrosecondsEach(double seconds, double count) => seconds * 1e6 / Math.Max(1, count);
}
