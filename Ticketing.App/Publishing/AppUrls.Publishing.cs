using Ticketing.Core.Common;
using Ticketing.Core.Publishing;

namespace Ticketing.App.Shared;

/// <summary>The addresses of events in preparation.</summary>
public static partial class AppUrls
{
    public const string Previews = "/preview";

    /// <summary>The admins' list of submitted events.</summary>
    public const string AdminReviews = Admin + "/reviews";

    /// <summary>The page that starts an event.</summary>
    public static string OrganizerNewEvent(string slug) => OrganizerHome(slug) + "/events/new";

    /// <summary>A step of the event wizard.</summary>
    public static string OrganizerDraft(string slug, Guid id, DraftStep step) => $"{OrganizerHome(slug)}/events/{id}/edit/{step.ToWord()}";

    /// <summary>A step with its problems shown, at the field of one of them.</summary>
    /// <param name="field">The field's element; null: none.</param>
    public static string OrganizerDraftProblem(string slug, Guid id, DraftStep step, string? field) =>
        WithQuery(OrganizerDraft(slug, id, step), ("check", "true")) + (field is null ? "" : "#" + Uri.EscapeDataString(field));

    /// <summary>The published dates of an event.</summary>
    public static string OrganizerEventDates(string slug, Guid id) => $"{OrganizerHome(slug)}/events/{id}/dates";

    /// <summary>The venues of an organization and their seating plans.</summary>
    public static string OrganizerVenues(string slug) => OrganizerHome(slug) + "/venues";

    /// <summary>The event page as buyers would see it.</summary>
    /// <param name="token">Signed; it authorizes access.</param>
    public static string EventPreview(string token) => $"{Previews}/{Uri.EscapeDataString(token)}";
}
