namespace Ticketing.Infrastructure.Data;

internal static class DatabaseTime
{
    /// <summary>The current time truncated to microseconds, PostgreSQL's precision, so that it equals the stored value.</summary>
    public static DateTimeOffset GetDatabaseNow(this TimeProvider time)
    {
        var ticks = time.GetUtcNow().UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
