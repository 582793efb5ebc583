using System.Diagnostics;
using Npgsql;

namespace Ticketing.Load.Proof;

/// <summary>What a recording proves about the seats of a performance.</summary>
/// <param name="Faults">A text for each seat whose history is not one seat's, and each request whose repeat got another answer.</param>
/// <param name="Unknown">Requests that have no answer to rely on.</param>
/// <param name="RefusedLateMs">The longest time for which a seat was refused that was nobody's any more.</param>
/// <param name="SoldTwice">Seats of which more than one order was confirmed, as buyers were told.</param>
internal sealed record SeatProof(IReadOnlyList<string> Faults, int SoldTwice, int Requests, int Unknown, double RefusedLateMs)
{
    // Both clocks are this machine's; what is read of them is milliseconds old at most.
    private const long ClockSkew = 20_000;

    private const string LookSql =
        "select s.seat_index, o.hold_id from seats s left join orders o on o.id = s.order_id and s.status = 2 where s.performance_id = $1";

    /// <summary>Judges every seat, with what PostgreSQL says about it now. Nothing may be under way any more.</summary>
    /// <param name="refusalLag">See <see cref="SeatChecker"/>.</param>
    public static async Task<SeatProof> JudgeAsync(
        Recorder recorder, int seats, NpgsqlDataSource database, Guid performance, TimeSpan refusalLag, CancellationToken cancellationToken)
    {
        var histories = new SeatHistories(recorder, seats);
        await using (var look = database.CreateCommand(LookSql))
        {
            look.Parameters.Add(new NpgsqlParameter { Value = performance });
            await using var row = await look.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                histories.AddLook(row.GetInt32(0), await row.IsDBNullAsync(1, cancellationToken) ? null : row.GetGuid(1), recorder.At(Stopwatch.GetTimestamp()));
            }
        }

        var checker = new SeatChecker(ClockSkew, (long)refusalLag.TotalMicroseconds);
        var verdicts = histories.Seats.Select(checker.Judge).ToList();
        return new SeatProof(
            [.. histories.Broken, .. verdicts.Index().Where(verdict => verdict.Item.Fault is not null).Select(verdict => Describe(verdict.Index, verdict.Item.Fault!, histories))],
            histories.Seats.Count(seat => seat.Count(operation => operation is { Act: SeatAct.Order, Result: SeatResult.Done }) > 1),
            recorder.Attempts.Length,
            recorder.Attempts.ToArray().Count(attempt => attempt is { Result: SeatResult.Unknown, IsVoid: false }),
            verdicts.Max(verdict => verdict.RefusedLateBy) / 1000.0);
    }

    private static string Describe(int seat, string fault, SeatHistories histories) =>
        $"seat {seat}: {fault}\n    " + string.Join("\n    ", histories.Seats[seat].OrderBy(operation => operation.From));
}
