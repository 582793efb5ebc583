using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;
using Ticketing.App.Shared;

namespace Ticketing.App.BackOffice;

/// <summary>
/// The frame of the staff's pages: navigation by role, search, theme, language, account. It lives in the circuit with the page;
/// search and theme work before there is one, too.
/// </summary>
public sealed partial class BackOfficeLayout(NavigationManager navigation) : IDisposable
{
    private ErrorBoundary? boundary;
    private MudIconButton? closeButton;
    private bool isMenuOpen;
    private bool isMenuOpening;
    private string search = "";

    private string Here => "/" + navigation.ToBaseRelativePath(navigation.Uri).Split('#')[0];

    public void Dispose() => navigation.LocationChanged -= OnMoved;

    protected override void OnInitialized() => navigation.LocationChanged += OnMoved;

    // A page that failed gives way to the next one.
    protected override void OnParametersSet() => boundary?.Recover();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (isMenuOpening && closeButton is not null)
        {
            isMenuOpening = false;
            await closeButton.FocusAsync();
        }
    }

    private void OnMoved(object? sender, LocationChangedEventArgs moved) => CloseMenu();

    private void OpenMenu() => (isMenuOpen, isMenuOpening) = (true, true);

    private void CloseMenu() => isMenuOpen = false;

    private void Find()
    {
        navigation.NavigateTo(AppUrls.AdminOrdersFound(search.Trim(), ""));
        search = "";
    }
}
