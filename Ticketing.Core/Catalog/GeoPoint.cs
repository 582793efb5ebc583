namespace Ticketing.Core.Catalog;

/// <summary>Coordinates in WGS 84 degrees.</summary>
public readonly record struct GeoPoint(double Latitude, double Longitude)
{
    private const double EarthRadiusKm = 6371;

    public bool IsValid => Latitude is >= -90 and <= 90 && Longitude is >= -180 and <= 180;

    /// <summary>The great-circle distance (haversine); kilometres.</summary>
    public double DistanceKm(GeoPoint other)
    {
        var (fromLatitude, toLatitude) = (Radians(Latitude), Radians(other.Latitude));
        var a = Math.Pow(Math.Sin((toLatitude - fromLatitude) / 2), 2)
            + (Math.Cos(fromLatitude) * Math.Cos(toLatitude) * Math.Pow(Math.Sin(Radians(other.Longitude - Longitude) / 2), 2));
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
