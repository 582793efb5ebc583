namespace Ticketing.Infrastructure.Data;

internal static class DatabaseTime
{
    /// <summary>The present to the microsecond, which is what PostgreSQL keeps: what is answered now equals what is read later.</summary>
    public static DateTimeOffset GetDatabaseNow(this TimeProvider time)
    {
        var ticks = time.GetUtcNow().UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
