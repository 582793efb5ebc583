using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Organizations.Pages;

/// <summary>An organizer with its upcoming events as JSON-LD for search engines (https://schema.org/Organization).</summary>
internal static class OrganizerStructuredData
{
    /// <summary>The script element for the page's head. The serializer escapes &lt;, &gt; and &amp;, so no text can close it.</summary>
    public static MarkupString Script(OrganizerProgramme programme, SiteOptions site) =>
        new($"<script type=\"application/ld+json\">{Write(programme, site)}</script>");

    public static string Write(OrganizerProgramme programme, SiteOptions site) => JsonSerializer.Serialize<JsonNode>(new JsonObject
    {
        ["@context"] = "https://schema.org",
        ["@type"] = "Organization",
        ["name"] = programme.Name,
        ["url"] = site.Absolute(AppUrls.PublicOrganizer(programme.Slug)).AbsoluteUri,
        ["event"] = new JsonArray([.. programme.Upcoming.Select(hit => Event(hit, site))]),
    });

    private static JsonObject Event(CatalogHit hit, SiteOptions site) => new()
    {
        ["@type"] = "Event",
        ["name"] = hit.Event.Title,
        ["description"] = hit.Event.Summary,
        ["url"] = site.Absolute(AppUrls.Event(hit.Event.Slug)).AbsoluteUri,
        ["startDate"] = hit.Next.StartsAtLocal.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        ["location"] = new JsonObject
        {
            ["@type"] = "Place",
            ["name"] = hit.Next.Venue.Name,
            ["address"] = new JsonObject
            {
                ["@type"] = "PostalAddress",
                ["streetAddress"] = hit.Next.Venue.Street,
                ["postalCode"] = hit.Next.Venue.PostalCode,
                ["addressLocality"] = hit.Next.Venue.City,
                ["addressCountry"] = hit.Next.Venue.Country,
            },
        },
    };
}
