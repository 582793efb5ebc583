using System.Diagnostics;
using Npgsql;

namespace Ticketing.Load.Proof;

/// <summary>Result of checking all seats of a performance.</summary>
/// <param name="Faults">A text for each seat with a faulty history and each repeat with a different response.</param>
/// <param name="Unknown">Requests with unknown result.</param>
/// <param name="RefusedLateMs">The longest lag of a refusal behind its last cause, milliseconds.</param>
/// <param name="SoldTwice">Seats with more than one confirmed order.</param>
internal sealed record SeatProof(IReadOnlyList<string> Faults, int SoldTwice, int Requests, int Unknown, double RefusedLateMs)
{
    // Both clocks are on this machine; readings are at most milliseconds old.
    private const long ClockSkew = 20_000;

    private const string ReadSql =
        "select s.seat_index, o.hold_id from seats s left join orders o on o.id = s.order_id and s.status = 2 where s.performance_id = $1";

    /// <summary>Checks every seat, including its current row. No request may be pending.</summary>
    /// <param name="refusalLag">See <see cref="SeatChecker"/>.</param>
    public static async Task<SeatProof> JudgeAsync(
        Recorder recorder, int seats, NpgsqlDataSource database, Guid performance, TimeSpan refusalLag, CancellationToken cancellationToken)
    {
        var histories = new SeatHistories(recorder, seats);
        await using (var look = database.CreateCommand(ReadSql))
        {
            look.Parameters.Add(new NpgsqlParameter { Value = performance });
            await using var row = await look.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                histories.AddRead(row.GetInt32(0), await row.IsDBNullAsync(1, cancellationToken) ? null : row.GetGuid(1), recorder.At(Stopwatch.GetTimestamp()));
            }
        }

        var checker = new SeatChecker(ClockSkew, (long)refusalLag.TotalMicroseconds);
        var verdicts = histories.Seats.Select(checker.Judge).ToList();
        return new SeatProof(
            [.. histories.Broken, .. verdicts.Index().Where(verdict => verdict.Item.Fault is not null).Select(verdict => Describe(verdict.Index, verdict.Item.Fault!, histories))],
            histories.Seats.Count(seat => seat.Count(operation => operation is { Action: SeatAction.Order, Result: SeatResult.Done }) > 1),
            recorder.Attempts.Length,
            recorder.Attempts.ToArray().Count(attempt => attempt is { Result: SeatResult.Unknown, IsVoid: false }),
            verdicts.Max(verdict => verdict.RefusedLateBy) / 1000.0);
    }

    private static string Describe(int seat, string fault, SeatHistories histories) =>
        $"seat {seat}: {fault}\n    " + string.Join("\n    ", histories.Seats[seat].OrderBy(operation => operation.From));
}
