namespace Ticketing.Infrastructure.Telemetry;

/// <summary>
/// A number of rows that a gauge exports. The table's owner registers it; <see cref="StoreSampler"/> reads all of them in one query.
/// </summary>
/// <param name="Sql">A SELECT of one number; may use <c>@now</c>. It must be cheap at any size of its tables.</param>
/// <param name="KeepsMaximum">Whether the gauge stays at the highest number since the start: the query sees only recent rows.</param>
public sealed record StoreGauge(string Name, string Unit, string Description, string Sql, bool KeepsMaximum = false);
