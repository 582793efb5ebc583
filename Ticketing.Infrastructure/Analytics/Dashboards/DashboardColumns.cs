using System.Data;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Analytics.Dashboards;

/// <summary>The columns of performances in the answers of statements.</summary>
internal static class DashboardColumns
{
    /// <summary>
    /// From <c>event_status</c>, <c>status</c>, <c>on_sale_at</c> and <c>off_sale_at</c>: a cancelled event's performances are cancelled,
    /// whatever their own status, as for sales.
    /// </summary>
    public static SaleState StateAt(this NpgsqlDataReader reader, DateTimeOffset now) =>
        EnumWords.FromWord<EventStatus>(reader.GetString("event_status")) == EventStatus.Cancelled
            ? SaleState.Cancelled
            : Performance.SaleStateAt(
                EnumWords.FromWord<PerformanceStatus>(reader.GetString("status")), reader.GetFieldValue<DateTimeOffset>("on_sale_at"),
                reader.GetFieldValue<DateTimeOffset>("off_sale_at"), now);
}
