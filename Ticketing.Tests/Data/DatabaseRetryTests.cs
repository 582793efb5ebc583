using System.Security.Cryptography;
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
        // Thrown by Npgsql when a pool is cleared while a connection is in use.
        { new ObjectDisposedException("System.Threading.ManualResetEventSlim"), true },
        { new InvalidOperationException("a bug"), false },
        { new InvalidOperationException("of a query", new NpgsqlException()), true },
        { new DbUpdateException("of saving", new PostgresException("restart", "FATAL", "FATAL", PostgresErrorCodes.CannotConnectNow)), true },
        { new CryptographicException("of reading the keys", new NpgsqlException()), true },
        { new CryptographicException("a damaged secret"), false },
        { new TimeoutException(), true },
        { new FormatException(), false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_OfEachKind_IsTransientOrNot(Exception failure, bool isTransient) => Assert.Equal(isTransient, DatabaseRetry.IsTransient(failure));
}
