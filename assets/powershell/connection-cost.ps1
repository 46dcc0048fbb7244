# Tells what the connection to the internet costs, as Windows knows it. Takes no input, changes nothing.
#
#   standard output:  {"cost":"Fixed","roaming":false,"overLimit":false}         one line of JSON
#
# cost: Unrestricted, Fixed (up to an amount), Variable (by the byte), Unknown, or None without a connection.
#
# For Windows PowerShell 5.1, which is part of Windows; PowerShell 7 has no way to these types. Uses no cmdlet of a module:
# a module path inherited from another PowerShell must not matter.

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$null = [Windows.Networking.Connectivity.NetworkInformation, Windows.Networking.Connectivity, ContentType = WindowsRuntime]
$connection = [Windows.Networking.Connectivity.NetworkInformation]::GetInternetConnectionProfile()
if ($null -eq $connection) {
    [System.Console]::Out.WriteLine('{"cost":"None","roaming":false,"overLimit":false}')
    exit 0
}
$cost = $connection.GetConnectionCost()
$line = '{{"cost":"{0}","roaming":{1},"overLimit":{2}}}' -f $cost.NetworkCostType,
    ([string] $cost.Roaming).ToLowerInvariant(), ([string] $cost.OverDataLimit).ToLowerInvariant()
[System.Console]::Out.WriteLine($line)
