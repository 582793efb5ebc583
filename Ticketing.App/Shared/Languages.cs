using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Ticketing.App.Shared;

/// <summary>The languages of the site. Another one needs resource files and an entry in <see cref="All"/>.</summary>
public static class Languages
{
    public static IReadOnlyList<CultureInfo> All { get; } = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("de")];

    internal static IServiceCollection AddLanguages(this IServiceCollection services) => services
        .AddLocalization()
        .Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(All[0]);
            options.SupportedCultures = [.. All];
            options.SupportedUICultures = [.. All];
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
            [
                new CookieRequestCultureProvider { CookieName = "language" },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });

    internal static void MapLanguages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/language/{culture}", (string culture, string? returnUrl, HttpContext context) =>
        {
            if (!All.Any(known => known.Name == culture))
            {
                return Results.NotFound();
            }

            context.Response.Cookies.Append("language", CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)), new CookieOptions
            {
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
            });
            return Results.LocalRedirect(AppUrls.Local(returnUrl));
        }).ExcludeFromDescription();
}
