using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Organizations.Team;

/// <summary>The events that a membership is to be limited to. Whether the organization has them is asked of the database.</summary>
internal static class TeamEvents
{
    /// <summary>Each once; null: all.</summary>
    public static IReadOnlyList<EventId>? Chosen(IReadOnlyCollection<EventId>? events) => events is null ? null : [.. events.Distinct()];

    /// <summary>Whether the role can't be limited to them: no event, too many, or an owner.</summary>
    public static bool AreFaulty(MemberRole role, IReadOnlyList<EventId>? events) =>
        events is not null && (role == MemberRole.Owner || events.Count is 0 or > Member.EventsMax);
}
