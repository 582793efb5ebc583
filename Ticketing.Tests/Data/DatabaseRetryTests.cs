using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Tests.Data;

public sealed class DatabaseRetryTests
{
    public static TheoryData<Exception, bool> Failures => new()
    {
        { new NpgsqlException("no connection"), true },
        { new PostgresException("restart", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown), true },
        { new PostgresException("taken", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation), false },
        // What Npgsql throws from a connection that was closed with its pool in the moment of its use.
        { new ObjectDisposedException("System.Threading.ManualResetEventSlim"), true },
        { new InvalidOperationException("a bug"), false },
        { new InvalidOperationException("of a query", new NpgsqlException()), true },
        { new DbUpdateException("of saving", new PostgresException("restart", "FATAL", "FATAL", PostgresErrorCodes.CannotConnectNow)), true },
        { new TimeoutException(), true },
        { new FormatException(), false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_OfAServerThatIsAway_Passes(Exception failure, bool passes) => Assert.Equal(passes, DatabaseRetry.IsPassing(failure));
}
