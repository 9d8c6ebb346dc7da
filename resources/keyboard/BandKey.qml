// A key of the band above the layout.

import QtQuick

Item {
    id: key

    property string text
    property bool on
    signal clicked

    Rectangle {
        anchors { fill: parent; margins: look.gap / 2 }
        radius: look.radius
        color: touch.pressed ? look.accent : key.on ? look.ink : "transparent"
        border { width: key.on ? 0 : look.hair; color: look.line }

        Text {
            anchors.fill: parent
            text: key.text
            font: look.wordFont
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 8
            color: touch.pressed ? look.onAccent : key.on ? look.paper : look.ink
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
        }
    }

    MouseArea {
        id: touch

        anchors.fill: parent
        onClicked: key.clicked()
    }
}
