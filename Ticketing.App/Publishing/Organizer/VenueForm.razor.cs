using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Venues;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog.Venues;

namespace Ticketing.App.Publishing.Organizer;

/// <summary>Adds a venue, or changes one.</summary>
public sealed partial class VenueForm(OrganizationVenues venues) : LiveComponent
{
    private IReadOnlyList<VenueFault> _faults = [];
    private string _name = "";
    private string _street = "";
    private string _postalCode = "";
    private string _city = "";
    private string _country = "";
    private string _timeZone = "Europe/Berlin";
    private string _latitude = "";
    private string _longitude = "";
    private GeoPoint? _cityPosition;
    private string? _error;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public required OrganizationId Organization { get; set; }

    /// <summary>The venue to change; null: a new one.</summary>
    [Parameter]
    public Venue? Venue { get; set; }

    [Parameter, EditorRequired]
    public required Func<Task<Caller>> ReadCallerAsync { get; set; }

    /// <summary>The saved venue.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<Venue> OnSaved { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnClose { get; set; }

    private static IReadOnlyList<string> Zones { get; } =
    [
        .. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id.Contains('/', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    protected override void OnInitialized()
    {
        if (Venue is { } venue)
        {
            (_name, _street, _postalCode, _city) = (venue.Name, venue.Street, venue.PostalCode, venue.City);
            (_country, _timeZone) = (venue.Country, venue.TimeZone);
            _latitude = Degrees(venue.Latitude);
            _longitude = Degrees(venue.Longitude);
        }
    }

    private async Task SaveAsync()
    {
        (_isBusy, _error, _faults) = (true, null, Unreadable());
        if (_faults.Count > 0)
        {
            (_error, _isBusy) = (PublishingTexts.Describe(VenueRefusal.Invalid, L), false);
            return;
        }

        var terms = new VenueTerms(
            _name, _street, _postalCode, _city, _country, _timeZone.Trim(), TypedValues.ReadDegrees(_latitude), TypedValues.ReadDegrees(_longitude));
        var outcome = await venues.HandleAsync(new SaveVenue(Organization, Venue?.Id, terms, await ReadCallerAsync()), Lifetime);
        if (outcome.Succeeded)
        {
            await OnSaved.InvokeAsync(outcome.Value);
        }
        else
        {
            (_error, _faults) = (PublishingTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
            _cityPosition = outcome.Refusal.CityPosition;
        }

        _isBusy = false;
    }

    private void UseCityPosition()
    {
        if (_cityPosition is { } known)
        {
            (_latitude, _longitude) = (Degrees(known.Latitude), Degrees(known.Longitude));
            (_cityPosition, _error, _faults) = (null, null, []);
        }
    }

    private static string PositionOf(GeoPoint point) => $"{Degrees(point.Latitude)}, {Degrees(point.Longitude)}";

    private static string Degrees(double degrees) => degrees.ToString("0.######", CultureInfo.InvariantCulture);

    // What is no number must not be saved as a missing one.
    private List<VenueFault> Unreadable()
    {
        List<VenueFault> faults = [];
        foreach (var (field, text) in new[] { (nameof(VenueTerms.Latitude), _latitude), (nameof(VenueTerms.Longitude), _longitude) })
        {
            if (text.Trim().Length > 0 && TypedValues.ReadDegrees(text) is null)
            {
                faults.Add(new VenueFault(field, L["Enter degrees like 52.5206."]));
            }
        }

        return faults;
    }

    private string? FaultOf(string field) =>
        _faults.FirstOrDefault(fault => fault.Field.Equals(field, StringComparison.OrdinalIgnoreCase)) is { } found ? L[found.Sentence].Value : null;
}
