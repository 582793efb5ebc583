namespace Ticketing.Load.Stack;

/// <summary>CPU seconds by process.</summary>
/// <param name="Postgres">All its processes.</param>
/// <param name="Others">All other processes. Large values invalidate the figures.</param>
internal readonly record struct CpuSeconds(double App, double Postgres, double Redis, double Load, double Others)
{
    public double Ours => App + Postgres + Redis + Load;

    public static CpuSeconds operator -(CpuSeconds after, CpuSeconds before) => new(
        after.App - before.App, after.Postgres - before.Postgres, after.Redis - before.Redis, after.Load - before.Load, after.Others - before.Others);

    /// <summary>Busy cores over a number of seconds.</summary>
    public static CpuSeconds operator /(CpuSeconds used, double seconds) => new(
        used.App / seconds, used.Postgres / seconds, used.Redis / seconds, used.Load / seconds, used.Others / seconds);
}
